package sensornet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import sensornet.json.JsonWriter;
import sensornet.verify.Verify;
import sensornet.verify.Verify.Found;
import sensornet.verify.Verify.Verdict;

/** {@code verify DIR...}: whether data directories hold the same record, and the hash of it. */
final class VerifyCommand implements Subcommand {
    static final int DIFFERENT = 1;
    static final int UNREADABLE = 2;

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("verify");
        spec.addOption(OptionSpec.builder("--up-to").type(Long.class).paramLabel("SEQ")
                .description("Compare the rows 1..SEQ. Default: up to the highest number that all directories have.")
                .build());
        spec.addOption(Format.option("table", "json"));
        spec.addPositional(PositionalParamSpec.builder().type(List.class).auxiliaryTypes(String.class).arity("1..*")
                .paramLabel("DIR").description("Data directories, such as data/peer1; their peers may be running.")
                .build());
        spec.usageMessage().header("Compares the records in data directories, row by row.", "",
                        "  java -jar peer.jar verify data/peer1 data/peer2 data/peer3",
                        "      are they the same, and are they whole?",
                        "  java -jar peer.jar verify --up-to 5000 data/peer1",
                        "      the hash of rows 1..5000, to be compared by telephone", "")
                .footer("", "The hash is SHA-256 over the CSV rows in sequence order, each with its line feed, without",
                        "header lines. The same without this program:",
                        "  tail -qn +2 data/peer1/*.csv | sort -t, -nk1 | awk -F, '$1 <= 5000' | sha256sum",
                        "Exit codes: 0 identical and whole, 1 different, or gaps, duplicates, damage, 2 unreadable.");
        return spec;
    }

    @Override
    public int run(ParseResult line, PrintStream out, PrintStream err) throws UsageException {
        String format = Format.of(line, "table", "json");
        List<String> texts = line.matchedPositionalValue(0, List.of());
        if (texts.isEmpty()) {
            throw new UsageException("verify needs a directory to look at, such as data/peer1");
        }
        long upTo = line.matchedOptionValue("--up-to", 0L);
        if (upTo < 0 || line.hasMatchedOption("--up-to") && upTo == 0) {
            throw new UsageException("--up-to " + upTo + " must be at least 1");
        }
        Verdict verdict;
        ProgressBar bar = new ProgressBar(err);
        try {
            List<Path> directories = texts.stream().map(Path::of).toList();
            verdict = Verify.run(directories, upTo, bar::show);
        } catch (InvalidPathException e) {
            throw new UsageException(e.getInput() + " is no path: " + e.getReason());
        } catch (IOException e) {
            bar.clear();
            err.println("peer: " + reason(e));
            return UNREADABLE;
        }
        bar.clear();
        out.print(format.equals("json") ? json(verdict) + "\n" : text(verdict));
        return verdict.identical() ? PeerCommand.OK : DIFFERENT;
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "cannot read " + e.getMessage() + ": permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return e.getMessage() + " went away while it was read: run this again";
        }
        return e.getMessage();
    }

    private static String text(Verdict v) {
        Table table = new Table("directory", ">sensors", ">rows", ">last", "is", "record");
        boolean oneHash = v.first() == null;
        for (Found f : v.found()) {
            table.row(f.path(), f.sensors(), f.rows(), f.last(), f.running() ? "running" : "at rest",
                    f.problemCount() == 0 ? "whole" : f.problemCount() + " problems");
        }
        StringBuilder text = new StringBuilder(table.toString());
        for (Found f : v.found()) {
            f.problems().forEach(p -> text.append(f.path()).append(": ").append(p).append('\n'));
            if (f.problemCount() > f.problems().size()) {
                text.append(f.path()).append(": and ").append(f.problemCount() - f.problems().size()).append(" more\n");
            }
            if (!oneHash) {
                text.append("sha256 of 1..").append(v.upTo()).append(": ").append(f.sha256()).append("  ")
                        .append(f.path()).append('\n');
            }
        }
        if (v.first() != null) {
            text.append(Format.bad("different from sequence " + v.first().sequence() + " on")).append(", ")
                    .append(v.differing()).append(v.differing() == 1 ? " number differs:\n" : " numbers differ:\n")
                    .append("  ").append(row(v.first().rowA())).append("  in ").append(v.first().a())
                    .append("\n  ").append(row(v.first().rowB())).append("  in ").append(v.first().b()).append('\n');
        } else {
            text.append("sha256 of 1..").append(v.upTo()).append(": ").append(v.found().get(0).sha256()).append('\n');
            String what = v.found().size() == 1 ? "whole" : "identical";
            text.append(v.identical() ? Format.good(what + " up to sequence " + v.upTo())
                    : Format.bad("the same, but not whole, up to sequence " + v.upTo())).append('\n');
        }
        return text.toString();
    }

    private static String row(String row) {
        return row == null ? "(no row)" : row;
    }

    private static String json(Verdict v) {
        JsonWriter json = new JsonWriter().beginObject().member("identical", v.identical()).member("up_to", v.upTo())
                .member("differing", v.differing()).name("first_difference");
        if (v.first() == null) {
            json.value((String) null);
        } else {
            json.beginObject().member("sequence", v.first().sequence()).member("a", v.first().a().toString())
                    .member("row_a", v.first().rowA()).member("b", v.first().b().toString())
                    .member("row_b", v.first().rowB()).endObject();
        }
        json.name("directories").beginArray();
        for (Found f : v.found()) {
            json.beginObject().member("path", f.path().toString()).member("running", f.running())
                    .member("sensors", f.sensors()).member("rows", f.rows()).member("last", f.last())
                    .member("sha256", f.sha256()).member("problem_count", f.problemCount()).name("problems").beginArray();
            f.problems().forEach(json::value);
            json.endArray().endObject();
        }
        return json.endArray().endObject().toString();
    }
}

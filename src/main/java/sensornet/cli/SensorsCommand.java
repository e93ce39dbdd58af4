package sensornet.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import sensornet.sensor.HostSensors;

/** {@code sensors}: what this host has to measure with, what each says now, and the option that selects it. */
final class SensorsCommand implements Subcommand {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final List<String> HEADER = List.of("SENSOR", "°C", "%", "hPa", "OPTION");

    private final Path sysfs;

    SensorsCommand() {
        this(null);
    }

    /** @param sysfs in place of {@code /sys}, or null */
    SensorsCommand(Path sysfs) {
        this.sysfs = sysfs;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("sensors")
                .addOption(OptionSpec.builder("--format").paramLabel("FORMAT").type(String.class).defaultValue("table")
                        .description("table, or json: an array of one object a line. Default: table.").build());
        spec.usageMessage().header("Lists the sensors of this host, a current value of each, and the option that selects it.",
                        "", "  java -jar peer.jar sensors", "")
                .footer("", "Looks for IIO devices (BME280, DHT22 ...) and hwmon chips (processor, disks, SHT3x ...) in /sys.",
                        "Programs are sensors too: --sensor exec:COMMAND, --sensor follow:COMMAND.",
                        "Exit codes: 0 there is at least one, 1 there is none, 2 bad usage.");
        return spec;
    }

    @Override
    public int run(ParseResult line, PrintStream out, PrintStream err) throws UsageException, IOException {
        String format = line.matchedOptionValue("--format", "table");
        if (!format.equals("table") && !format.equals("json")) {
            throw new UsageException("--format " + format + " must be one of table, json");
        }
        List<HostSensors.Found> found = find();
        if (format.equals("json")) {
            out.println(found.isEmpty() ? "[]" : String.join(",\n", found.stream().map(SensorsCommand::json).toList())
                    .transform(s -> "[" + s + "]"));
        } else if (!found.isEmpty()) {
            table(found, out);
        }
        if (found.isEmpty()) {
            throw new IOException("no sensor: there is no IIO device with a temperature, humidity or pressure in"
                    + " /sys/bus/iio/devices and no hwmon chip in /sys/class/hwmon; is the driver loaded (Raspberry Pi: dtoverlay)?");
        }
        return PeerCommand.OK;
    }

    private List<HostSensors.Found> find() throws InterruptedIOException {
        try {
            return sysfs == null ? HostSensors.list(LIMIT) : HostSensors.list(sysfs, LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private static void table(List<HostSensors.Found> found, PrintStream out) {
        List<List<String>> rows = new ArrayList<>(List.of(HEADER));
        for (HostSensors.Found f : found) {
            rows.add(List.of(f.kind() + " " + f.name(), orDash(f.temperature()), orDash(f.humidity()), orDash(f.pressure()),
                    "--sensor " + quoted(f.option())));
        }
        int[] widths = new int[HEADER.size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        for (int r = 0; r < rows.size(); r++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                text.append(String.format("%-" + widths[i] + "s  ", rows.get(r).get(i)));
            }
            out.println(text.toString().stripTrailing());
            String trouble = r == 0 ? "" : found.get(r - 1).trouble();
            if (!trouble.isEmpty()) {
                out.println("  " + trouble);
            }
        }
    }

    private static String orDash(String value) {
        return value.isEmpty() ? "-" : value;
    }

    /** For a shell. */
    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9_./:@+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private static String json(HostSensors.Found f) {
        StringBuilder json = new StringBuilder("{\"kind\":").append(string(f.kind())).append(",\"name\":").append(string(f.name()));
        number(json, "temperature_C", f.temperature());
        number(json, "humidity", f.humidity());
        number(json, "pressure_hPa", f.pressure());
        if (!f.trouble().isEmpty()) {
            json.append(",\"trouble\":").append(string(f.trouble()));
        }
        return json.append(",\"sensor\":").append(string(f.option())).append('}').toString();
    }

    private static void number(StringBuilder json, String name, String value) {
        if (!value.isEmpty()) {
            json.append(",\"").append(name).append("\":").append(value);
        }
    }

    private static String string(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", c));
            } else {
                out.append((char) c);
            }
        });
        return out.append('"').toString();
    }
}

package sensornet.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import sensornet.model.Entries;
import sensornet.model.Run;
import sensornet.model.Standing;
import sensornet.wire.Codec;
import sensornet.wire.Message;

/**
 * The everyday stories of a group, message by message, as files to read: who changes the protocol sees in the difference
 * what it now says instead. Heartbeats and repetitions are left out. {@code -Dgolden.rewrite=true} writes them anew.
 */
class ScenarioGoldenTest {
    private static final Path FILES = Path.of("src/test/resources/golden");
    private static final Pattern EVENT = Pattern.compile(
            "^ *[0-9.]+ (.+ (?:starts|CRASH|installs View|finds .* killed|is asked to leave).*)$");

    @Test
    void threePeersStart() throws IOException {
        compare("three-start.txt", group -> {
            group.start("A");
            group.awaitView("A");
            group.start("B", "C");
            group.awaitView("A", "B", "C");
            group.feed("B", 2);
            group.awaitDelivered(2, "A", "B", "C");
        });
    }

    @Test
    void theLeaderIsKilled() throws IOException {
        compare("leader-killed.txt", group -> {
            group.withNineRows("A", "B", "C");
            group.hold(Flow.flow(Message.Append.class, "A", "C"));
            group.feed("A", 1);
            group.awaitJournal(10, "B");
            say("A is killed; row 10 has reached B and not C");
            group.crash("A");
            group.awaitView("B", "C");
            group.awaitDelivered(10, "B", "C");
        });
    }

    @Test
    void aFourthJoinsAGroupWithHistory() throws IOException {
        compare("fourth-joins.txt", group -> {
            group.withNineRows("A", "B", "C");
            say("D starts");
            group.start("D");
            group.awaitView("A", "B", "C", "D");
            group.awaitDelivered(9, "D");
        });
    }

    @Test
    void aMemberLeaves() throws IOException {
        compare("member-leaves.txt", group -> {
            group.withNineRows("A", "B", "C");
            say("B takes a reading and is told to leave");
            group.feed("B", 1);
            group.leave("B");
            group.awaitView("A", "C");
            group.awaitDelivered(10, "A", "C");
        });
    }

    private final Set<String> story = new LinkedHashSet<>();

    /** From here on is what the file is about. */
    private void say(String line) {
        story.clear();
        story.add("# " + line);
    }

    private void compare(String file, Consumer<ScenarioGroup> script) throws IOException {
        story.clear();
        ScenarioGroup[] group = new ScenarioGroup[1];
        group[0] = ScenarioGroup.told(new PrintStream(OutputStream.nullOutputStream()) {
            @Override
            public void println(String line) {
                Matcher event = EVENT.matcher(line);
                if (event.matches()) {
                    story.add(group[0].named(withoutNumbers(event.group(1))));
                }
            }
        }, "A", "B", "C", "D");
        group[0].onSent(sent -> {
            String text = text(sent.message());
            if (text != null) {
                story.add(group[0].named(sent.from() + " -> " + sent.to() + "  " + text));
            }
        });
        script.accept(group[0]);
        String told = String.join("\n", story) + "\n";
        Path path = FILES.resolve(file);
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.createDirectories(FILES);
            Files.writeString(path, told);
        }
        assertEquals(Files.readString(path), told, "the story of " + file + " (-Dgolden.rewrite=true takes the new one)");
    }

    /** Null for what has no place in a story. */
    private static String text(Message message) {
        if (message instanceof Message.Heartbeat || message instanceof Message.HeartbeatAck) {
            return null;
        } else if (message instanceof Message.NewPeerRequest m) {
            return "NEW_PEER_REQUEST of " + m.from().id();
        } else if (message instanceof Message.AddedToNetwork m) {
            return "ADDED TO NETWORK " + m.offer().view() + " " + standing(m.offer().standing());
        } else if (message instanceof Message.Join m) {
            return "JOIN " + m.view() + " " + standing(m.standing());
        } else if (message instanceof Message.JoinReady m) {
            return "JOIN_READY " + m.view() + " last=" + m.last();
        } else if (message instanceof Message.Fetch m) {
            return "FETCH " + m.context() + " from=" + m.from();
        } else if (message instanceof Message.FetchedEntries m) {
            return "ENTRIES " + m.context() + " " + entries(m.entries());
        } else if (message instanceof Message.FetchedMark m) {
            return "VIEW_MARK " + m.context() + " " + m.mark().id() + " first=" + m.mark().first();
        } else if (message instanceof Message.Fetched m) {
            return "FETCHED " + m.context() + " next=" + m.next() + " last=" + m.last() + " committed=" + m.committed();
        } else if (message instanceof Message.Promise m) {
            return "PROMISE " + m.proposed() + " " + standing(m.report().standing()) + " " + m.report().history();
        } else if (message instanceof Message.Level m) {
            return "LEVEL " + m.proposed() + " " + standing(m.standing());
        } else if (message instanceof Message.ViewChange m) {
            return "VIEW_CHANGE " + m.view().id() + " " + m.view().ids() + " first=" + m.first() + " left=" + m.left();
        } else if (message instanceof Message.SequencerRequest m) {
            return "SEQUENCER_REQUEST " + m.view() + " " + run(m.run());
        } else if (message instanceof Message.Append m) {
            return "APPEND " + m.view() + " " + entries(m.entries()) + " committed=" + m.committed();
        }
        return withoutNumbers(new String(Codec.encode(message), StandardCharsets.UTF_8));
    }

    /** Without incarnations and addresses. */
    private static String withoutNumbers(String text) {
        return text.replaceAll("/[0-9a-f]{6,16}\\b", "").replaceAll("@127[0-9.]+:[0-9]+", "");
    }

    private static String standing(Standing standing) {
        return "tag=" + standing.tag() + " last=" + standing.last();
    }

    private static String entries(Entries entries) {
        return entries.first() + ".." + entries.last() + " = " + run(entries.run());
    }

    private static String run(Run run) {
        return run.origin().id() + "#" + run.firstN() + ".." + run.lastN();
    }
}

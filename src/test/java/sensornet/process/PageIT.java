package sensornet.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page in a real browser. The pictures are left in {@code target/screenshots}. */
class PageIT {
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final String TEMPERATURE = "document.querySelector('figure[data-sensor=\"s1\"][data-quantity=temperature]')";

    @RegisterExtension
    final Peers peers = new Peers();

    @Test
    void readingsArriveInTheChartWithoutReloadAndTheNewLeaderIsShownWhenTheOldOneIsKilled() throws IOException {
        try (Browser browser = new Browser(1200, 1500)) {
            List<PeerProcess> three = peers.startAll("attic", "cellar", "garden");
            PeerProcess leader = Peers.awaitOneGroup(three);
            List<PeerProcess> two = Peers.without(three, leader);
            PeerProcess ours = two.get(0);
            ours.feed(weather("s1", 0, 40));
            ours.feed(weather("s2", 0, 40));
            browser.size(1200, 1500, false);
            browser.open("http://" + ours.httpAddress() + "/");
            browser.await("the leader and the chart", "document.body.dataset.leader === '" + leader.id() + "' && "
                    + TEMPERATURE + " !== null && " + TEMPERATURE + ".dataset.points === '40'");
            browser.evaluate("window.sameDocument = true");
            ours.feed(weather("s1", 40, 60));
            browser.await("60 points", TEMPERATURE + ".dataset.points === '60' && window.sameDocument === true");
            browser.await("links to the others", "document.querySelectorAll('#others a').length === 2");
            assertEquals(true, browser.evaluate("document.getElementById('trouble').hidden"));
            browser.screenshot(PICTURES.resolve("page.png"));

            leader.kill9();
            PeerProcess next = Peers.awaitOneGroup(two);
            browser.await("the new leader", "document.body.dataset.leader === '" + next.id() + "'"
                    + " && !document.getElementById('trouble').hidden"
                    + " && document.getElementById('trouble').textContent.includes('Missing: " + leader.id() + "')"
                    + " && document.getElementById('story').textContent.includes('" + leader.id() + " failed')"
                    + " && window.sameDocument === true");
            browser.screenshot(PICTURES.resolve("leader-killed.png"));
            browser.dark(true);
            browser.await("charts in other colours", TEMPERATURE + " !== null");
            browser.screenshot(PICTURES.resolve("dark.png"));
            browser.size(390, 844, true);
            browser.await("nothing is wider than a phone", "document.documentElement.scrollWidth <= innerWidth");
            browser.screenshot(PICTURES.resolve("phone.png"));
            assertEquals(true, browser.evaluate("[...document.querySelectorAll('input,button')]"
                    + ".every(i => i.labels && i.labels.length || i.getAttribute('aria-label') || i.textContent)"), "all have names");
            assertEquals(List.of(), browser.errors());

            ours.kill9();
            browser.await("a loud sign", "document.getElementById('trouble').textContent.includes('does not answer')");
        }
    }

    @Test
    void tenThousandSensorsAndALongHistoryStayUsable() throws IOException {
        try (Browser browser = new Browser(1200, 1500)) {
            PeerProcess peer = peers.start("a");
            Peers.awaitOneGroup(List.of(peer));
            peer.feed(weather("long", 0, 100_000));
            List<String> each = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                each.add(String.format("DATA|n%04d||20.%d||", i, i % 10));
            }
            peer.feed(each);
            browser.size(1200, 1500, false);
            browser.open("http://" + peer.httpAddress() + "/");
            browser.await("all sensors are counted", "document.getElementById('sensor-count').textContent === '10,001'");
            assertEquals(50L, browser.evaluate("document.querySelectorAll('#sensor-rows tr').length"));
            browser.evaluate("const m = document.getElementById('match'); m.value = 'n9999'; m.dispatchEvent(new Event('input'))");
            browser.await("one is found", "document.getElementById('sensor-count').textContent === '1'");
            browser.evaluate("m.value = 'long'; m.dispatchEvent(new Event('input'))");
            String box = "document.querySelector('#sensor-rows input[aria-label=\"chart of long\"]')";
            browser.await("the long one is listed", box + " !== null");
            browser.evaluate("document.getElementById('history').click()");
            browser.evaluate("(b => { if (!b.checked) b.click(); })(" + box + ")"); // the first sensors are charted by themselves
            browser.await("its whole history, in few points", "(f => f !== null && f.textContent.includes('100,000 readings') &&"
                    + " !f.textContent.includes('% read') && f.dataset.points <= 1000)"
                    + "(document.querySelector('figure[data-sensor=long][data-quantity=temperature]'))");
            browser.screenshot(PICTURES.resolve("many-sensors.png"));
            assertEquals(List.of(), browser.errors());
            assertTrue(peer.isAlive());
        }
    }

    private static List<String> weather(String sensor, int from, int to) {
        List<String> lines = new ArrayList<>();
        long start = System.currentTimeMillis() - 60_000;
        for (int i = from; i < to; i++) {
            lines.add(String.format(java.util.Locale.ROOT, "DATA|%s|%s|%.2f|%.1f|%.2f", sensor,
                    java.time.Instant.ofEpochMilli(start + 1_000L * i), 20 + 3 * Math.sin(i / 9.0), 50 + 10 * Math.cos(i / 15.0),
                    1013 + Math.sin(i / 25.0)));
        }
        return lines;
    }
}

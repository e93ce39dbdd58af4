package sensornet.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import sensornet.json.JsonReader;
import sensornet.json.JsonWriter;
import sensornet.status.HttpText;
import sensornet.status.PeerFinder;
import sensornet.status.PeerFinder.Found;

/**
 * What the other peers that have a page say of themselves, asked when somebody looks at this one's page, and at most
 * once in two seconds. Who does not answer soon is listed without numbers. Any thread.
 */
final class Neighbours {
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long FIND_MS = 150;
    private static final int ASK_MS = 400;
    private static final int MOST = 64;

    private final String group;
    private final int broadcastPort;
    private final String selfId;
    private final HttpText asker;
    private String json = "[]";
    private long nextAt = System.nanoTime();

    Neighbours(String group, int broadcastPort, String selfId, HttpText asker) {
        this.asker = asker;
        this.group = group;
        this.broadcastPort = broadcastPort;
        this.selfId = selfId;
    }

    /** A JSON array. */
    synchronized String json() {
        if (System.nanoTime() - nextAt >= 0) {
            json = ask();
            nextAt = System.nanoTime() + EVERY_NANOS;
        }
        return json;
    }

    private String ask() {
        JsonWriter out = new JsonWriter().beginArray();
        for (Found peer : found()) {
            if (!peer.member().id().equals(selfId)) {
                describe(out, peer);
            }
        }
        return out.endArray().toString();
    }

    private List<Found> found() {
        try {
            List<Found> found = PeerFinder.find(group, broadcastPort, FIND_MS, f -> f.size() >= MOST);
            return new ArrayList<>(found);
        } catch (IOException e) {
            return List.of(); // the page still shows what this peer knows
        }
    }

    private void describe(JsonWriter out, Found peer) {
        out.beginObject().member("id", peer.member().id()).member("address", peer.member().address())
                .member("http", peer.http());
        if (peer.http() != null) {
            try {
                Map<?, ?> status = (Map<?, ?>) JsonReader.read(asker.get(peer.http(), "/status?brief", ASK_MS));
                Map<?, ?> self = (Map<?, ?>) status.get("peer");
                Map<?, ?> log = (Map<?, ?>) status.get("log");
                Map<?, ?> view = (Map<?, ?>) status.get("view");
                out.member("phase", (String) self.get("phase"))
                        .member("uptime_seconds", ((Number) self.get("uptime_seconds")).doubleValue())
                        .member("last", (Long) log.get("last")).member("committed", (Long) log.get("committed"))
                        .member("delivered", (Long) log.get("delivered"))
                        .member("leader", view == null ? null : (String) view.get("leader"));
            } catch (IOException | RuntimeException e) {
                out.member("error", "no answer");
            }
        }
        out.endObject();
    }
}

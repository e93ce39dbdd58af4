package sensornet.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sensornet.group.PeerEvents.ProbeResult;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.wire.Message;

/** All links and datagrams, and what is cut between whom. */
final class SimNet {
    enum Dial { ANSWERED, OTHER_INCARNATION, REFUSED, SILENT }

    private record Ends(Identity from, Identity to) {
    }

    private final Simulation sim;
    private final Map<Ends, SimLink> links = new LinkedHashMap<>();
    private final boolean[][] tcpCut;
    private final boolean[][] udpCut;

    SimNet(Simulation sim, int hosts) {
        this.sim = sim;
        this.tcpCut = new boolean[hosts][hosts];
        this.udpCut = new boolean[hosts][hosts];
    }

    // ---- what the peers do

    void send(SimPeer from, Member to, Message message) {
        SimHost toHost = hostAt(to.host());
        if (toHost == null) {
            return;
        }
        byte[] line = sim.wire.encode(message);
        Ends ends = new Ends(from.identity(), to.identity());
        SimLink link = links.computeIfAbsent(ends, e -> new SimLink(this, sim, from, to, toHost));
        boolean queued = link.send(line);
        sim.happened(Describe.kind(message), 1);
        sim.trace.add(sim.clock.now(), queued ? 22 : 23, from.host().index() * 31L + toHost.index() + line.length * 997L,
                () -> from + " -> " + to.id() + (queued ? " " : " DROPPED ") + Describe.message(message));
        if (!queued) {
            sim.count(Fault.MESSAGES_LOST);
        }
    }

    void sendTo(SimPeer from, String host, int port, Message message) {
        SimHost toHost = hostAt(host);
        byte[] line = sim.wire.encode(message);
        if (toHost == null) {
            return;
        }
        long delay = sim.plan.dialDelay(sim.netRng, sim.calm()) + sim.plan.messageDelay(sim.netRng, sim.calm());
        sim.clock.after(delay, () -> {
            SimPeer there = toHost.peer();
            if (there != null && there.self().port() == port && carries(from.host(), toHost)
                    && carries(toHost, from.host())) {
                arrive(from.self(), there.self(), toHost, line);
            }
        });
    }

    void broadcast(SimPeer from, Message.NewPeerRequest request) {
        byte[] line = sim.wire.encode(request);
        for (SimHost to : sim.hosts) {
            int copies = 1;
            if (udpCut[from.host().index()][to.index()] || sim.netRng.chance(sim.plan.datagramLoss())) {
                sim.count(Fault.DATAGRAM_LOST);
                copies = 0;
            } else if (sim.netRng.chance(sim.plan.datagramLoss() / 2)) {
                sim.count(Fault.DATAGRAM_DOUBLED);
                copies = 2;
            }
            for (int i = 0; i < copies; i++) {
                // Delays of datagrams are independent of each other: they overtake.
                sim.clock.after(sim.plan.messageDelay(sim.netRng, sim.calm()), () -> datagram(to, line));
            }
        }
    }

    private void datagram(SimHost to, byte[] line) {
        SimPeer peer = to.peer();
        if (peer != null && !(to.paused() && sim.netRng.chance(0.5))) {
            Message.NewPeerRequest request = (Message.NewPeerRequest) sim.wire.decode(line);
            to.whenAwake(peer, () -> peer.call(() -> peer.protocol().onDatagram(request)));
        }
    }

    void probe(SimPeer from, Member to) {
        SimHost toHost = hostAt(to.host());
        sim.trace.add(sim.clock.now(), 24, from.host().index(), () -> from + " probes " + to.identity());
        probe(from, to, toHost, 0);
    }

    private void probe(SimPeer from, Member to, SimHost toHost, int refusals) {
        sim.clock.after(sim.plan.dialDelay(sim.netRng, sim.calm()), () -> {
            Dial dial = toHost == null ? Dial.SILENT : dial(from.host(), to, toHost);
            if (dial == Dial.REFUSED && refusals == 0) {
                sim.clock.after(50 * SimClock.MS, () -> probe(from, to, toHost, 1));
                return;
            }
            long delay = dial == Dial.SILENT ? SimClock.SECOND : 0;
            ProbeResult result = switch (dial) {
                case ANSWERED -> ProbeResult.ALIVE;
                case SILENT -> ProbeResult.SILENT;
                default -> ProbeResult.KILLED;
            };
            sim.clock.after(delay, () -> from.host().whenAwake(from, () -> {
                sim.trace.add(sim.clock.now(), 25, result.ordinal(),
                        () -> from + " probed " + to.identity() + ": " + result);
                from.call(() -> from.protocol().onProbe(to.identity(), result));
            }));
        });
    }

    // ---- what links ask

    Dial dial(SimHost from, Member to, SimHost toHost) {
        if (!carries(from, toHost) || !carries(toHost, from) || !toHost.powered() || toHost.paused()) {
            return Dial.SILENT;
        }
        SimPeer there = toHost.peer();
        if (there == null || there.self().port() != to.port()) {
            return Dial.REFUSED;
        }
        return there.identity().equals(to.identity()) ? Dial.ANSWERED : Dial.OTHER_INCARNATION;
    }

    boolean carries(SimHost from, SimHost to) {
        return !tcpCut[from.index()][to.index()] && to.powered();
    }

    void arrive(Member from, Member to, SimHost toHost, byte[] line) {
        SimPeer peer = toHost.peer();
        if (peer == null || !peer.identity().equals(to.identity())) {
            return;
        }
        Message message = sim.wire.decode(line);
        toHost.whenAwake(peer, () -> {
            if (!sim.hooks.arrives(from, peer, message)) {
                return;
            }
            sim.hooks.beforeDelivery(from, peer, message);
            if (!peer.alive()) {
                return;
            }
            if (toHost.paused()) {
                toHost.whenAwake(peer, () -> deliver(from, peer, message));
            } else {
                deliver(from, peer, message);
            }
        });
    }

    void deliver(Member from, SimPeer peer, Message message) {
        sim.trace.add(sim.clock.now(), 26, peer.host().index() * 31L + from.port(),
                () -> "        " + peer + " <- " + from.identity() + " " + Describe.message(message));
        peer.call(() -> peer.protocol().onMessage(from, message));
        if (peer.alive()) {
            sim.hooks.afterDelivery(from, peer, message);
        }
    }

    void forget(SimLink link) {
        links.remove(new Ends(link.from().identity(), link.to().identity()));
    }

    // ---- faults

    /** Cuts or heals one direction; of TCP, of datagrams, or of both. */
    void cut(SimHost from, SimHost to, boolean tcp, boolean udp, boolean cut) {
        if (from == to) {
            return;
        }
        if (tcp) {
            tcpCut[from.index()][to.index()] = cut;
        }
        if (udp) {
            udpCut[from.index()][to.index()] = cut;
        }
        if (!cut) {
            refresh();
        }
    }

    void healAll() {
        for (int i = 0; i < tcpCut.length; i++) {
            java.util.Arrays.fill(tcpCut[i], false);
            java.util.Arrays.fill(udpCut[i], false);
        }
        refresh();
    }

    void resetLinks(SimHost a, SimHost b) {
        boolean any = false;
        for (SimLink link : List.copyOf(links.values())) {
            if (link.from().host() == a && link.toHost() == b || link.from().host() == b && link.toHost() == a) {
                link.reset();
                any = true;
            }
        }
        if (any) {
            sim.count(Fault.LINK_RESET);
        }
    }

    /** That connection breaks now, and everything under way on it is lost. */
    void breakLink(Identity from, Identity to) {
        SimLink link = links.get(new Ends(from, to));
        if (link != null) {
            link.breakOff(0);
        }
    }

    void resetAll() {
        for (SimHost a : sim.hosts) {
            for (SimHost b : sim.hosts) {
                if (a.index() < b.index()) {
                    resetLinks(a, b);
                }
            }
        }
    }

    /** The sockets of that process are closed, if its kernel lives, and everybody who is reachable sees it. */
    void processGone(SimPeer gone, boolean kernelLives) {
        for (SimLink link : new ArrayList<>(links.values())) {
            if (link.from() == gone) {
                link.orphaned();
                forget(link);
            }
        }
        if (kernelLives) {
            refresh();
        }
    }

    /** A process started, a host came back: stalled links find out. */
    void addressChanged(SimHost host) {
        refresh();
    }

    private void refresh() {
        for (SimLink link : List.copyOf(links.values())) {
            link.refresh();
        }
    }

    private SimHost hostAt(String address) {
        for (SimHost host : sim.hosts) {
            if (host.address().equals(address)) {
                return host;
            }
        }
        return null;
    }
}

package sensornet.chaos;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Something that is done to the hosts, counted from 1. What makes no sense at the moment it is due does nothing. */
sealed interface Deed {
    /** What the report counts it as. */
    String kind();

    /** @param fault a number of its own, by which it ends */
    record Blow(int fault, String kind, String where, Collection<Weather.Way> ways, Air air) implements Deed {
        @Override
        public String toString() {
            return kind + " " + where + ": " + air + " (" + fault + ")";
        }
    }

    record Still(int fault) implements Deed {
        @Override
        public String kind() {
            return "still";
        }

        @Override
        public String toString() {
            return "end of (" + fault + ")";
        }
    }

    record Cable(int host, boolean plugged) implements Deed {
        @Override
        public String kind() {
            return plugged ? "cable in" : "cable out";
        }
    }

    record Pause(int host) implements Deed {
        @Override
        public String kind() {
            return "SIGSTOP";
        }
    }

    record Resume(int host) implements Deed {
        @Override
        public String kind() {
            return "SIGCONT";
        }
    }

    /** All of them at one moment. */
    record Kill(List<Integer> hosts) implements Deed {
        @Override
        public String kind() {
            return hosts.size() > 1 ? "power cut" : "kill -9";
        }
    }

    record Leave(int host) implements Deed {
        @Override
        public String kind() {
            return "SIGTERM";
        }
    }

    record Start(int host, boolean keeps) implements Deed {
        @Override
        public String kind() {
            return keeps ? "start with data" : "start without data";
        }
    }

    /** That host is not coming back, so its data count as lost. */
    record Gone(int host) implements Deed {
        @Override
        public String kind() {
            return "gone";
        }
    }

    record Fill(int host) implements Deed {
        @Override
        public String kind() {
            return "disk full";
        }
    }

    record Room(int host) implements Deed {
        @Override
        public String kind() {
            return "disk has room";
        }
    }

    /** @param seconds by which it is wrong from now on */
    record SetClock(int host, long seconds) implements Deed {
        @Override
        public String kind() {
            return "clock";
        }
    }

    /** Every fault ends, every host runs again. Plan time stands still until all are one group and level. */
    record Calm() implements Deed {
        @Override
        public String kind() {
            return "calm";
        }
    }

    /** Something that is done when all is well, and what must and must not come of it. */
    record Probe(What what, int host) implements Deed {
        enum What {
            /** Nothing at all is done: rows come. */
            WATCH,
            /** That host, or the leader if it is 0, stands still for longer than the timeout. */
            PAUSE,
            /** That host, or the leader, is killed and comes back with its data. */
            RESTART,
            /** The same, but it leaves cleanly. */
            LEAVE
        }

        @Override
        public String kind() {
            return "probe " + what;
        }
    }

    static String hosts(Collection<Integer> hosts) {
        return hosts.stream().sorted().map(h -> "p" + h).collect(Collectors.joining(" "));
    }
}

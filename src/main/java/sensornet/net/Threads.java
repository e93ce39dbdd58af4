package sensornet.net;

/** Daemon threads with a name, and waiting for them with a bound. */
final class Threads {
    private Threads() {
    }

    static Thread start(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Waits until all have ended, {@code ms} milliseconds altogether at most; not for the calling thread itself. */
    static void join(long ms, Thread... threads) {
        long deadline = System.nanoTime() + ms * 1_000_000;
        try {
            for (Thread t : threads) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (t != Thread.currentThread() && left > 0) {
                    t.join(left);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return false if interrupted */
    static boolean sleep(long ms) {
        try {
            Thread.sleep(Math.max(0, ms));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

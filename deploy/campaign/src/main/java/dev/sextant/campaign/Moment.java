package dev.sextant.campaign;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** A moment at which a fault is carried out, recognized from outside. */
enum Moment {
    ANY("at a random moment") {
        @Override
        boolean await(Scene scene) throws InterruptedException {
            scene.pass(0, 700);
            return true;
        }
    },
    DISPATCHED("between decision and first report") {
        @Override
        boolean await(Scene scene) throws SQLException, InterruptedException {
            return poll(scene, "SELECT 1 FROM sextant.runs WHERE study = ? AND state = 'DISPATCHED'");
        }
    },
    WRITING("while a checkpoint is written") {
        @Override
        boolean await(Scene scene) throws InterruptedException {
            return scene.checkpoints().awaitFile(false, PATIENCE);
        }
    },
    RENAMED("between a checkpoint's rename and its row") {
        @Override
        boolean await(Scene scene) throws InterruptedException {
            return scene.checkpoints().awaitFile(true, PATIENCE);
        }
    },
    LAST_REPORT("between last report and end of a run") {
        @Override
        boolean await(Scene scene) throws SQLException, InterruptedException {
            return poll(
                    scene,
                    "SELECT 1 FROM sextant.runs r JOIN sextant.trials t USING (study, trial)"
                            + " WHERE r.study = ? AND r.state = 'RUNNING' AND t.epoch = r.to_epoch");
        }
    };

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final long POLL_MILLIS = 2;

    private final String words;

    Moment(String words) {
        this.words = words;
    }

    /** Waits for the moment; returns false if it did not come. */
    abstract boolean await(Scene scene) throws SQLException, InterruptedException;

    private static boolean poll(Scene scene, String query) throws SQLException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end && scene.driver().isAlive()) {
            List<String> rows = scene.rows().query(query);
            if (!rows.isEmpty()) {
                return true;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return false;
    }

    @Override
    public String toString() {
        return words;
    }
}

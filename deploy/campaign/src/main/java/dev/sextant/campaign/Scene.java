package dev.sextant.campaign;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** A study under way, as faults see it: its coordinator, executors and programs, its rows and its world. */
final class Scene {
    private final World world;
    private final StudyPlan plan;
    private final Rows rows;
    private final CheckpointWatch checkpoints;
    private Driver driver;
    private Random random = new Random(0);

    Scene(World world, StudyPlan plan, Rows rows, CheckpointWatch checkpoints, Driver driver) {
        this.world = world;
        this.plan = plan;
        this.rows = rows;
        this.checkpoints = checkpoints;
        this.driver = driver;
    }

    World world() {
        return world;
    }

    StudyPlan plan() {
        return plan;
    }

    Rows rows() {
        return rows;
    }

    CheckpointWatch checkpoints() {
        return checkpoints;
    }

    Driver driver() {
        return driver;
    }

    /** Says that another coordinator runs the study now. */
    void handOver(Driver successor) {
        driver = successor;
    }

    /** Sets the source of all that is random in the next fault. */
    void draw(long seed) {
        random = new Random(seed);
    }

    Random random() {
        return random;
    }

    /** Lets between two times pass, in milliseconds. */
    void pass(int least, int most) throws InterruptedException {
        Thread.sleep(least + random.nextInt(most - least + 1));
    }

    Processes.Found anyExecutor() throws IOException, SkippedException {
        return any("executor", Processes.Found::isExecutor);
    }

    Processes.Found anyProgram() throws IOException, SkippedException {
        return any("program", Processes.Found::isProgram);
    }

    private Processes.Found any(String what, Predicate<Processes.Found> wanted) throws IOException, SkippedException {
        List<Processes.Found> found = world.processes().stream().filter(wanted).toList();
        if (found.isEmpty()) {
            throw new SkippedException("no " + what + " ran at that moment");
        }
        return found.get(random.nextInt(found.size()));
    }
}

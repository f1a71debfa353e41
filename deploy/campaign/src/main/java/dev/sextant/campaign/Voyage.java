package dev.sextant.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One study from its creation to its end, with faults on the way. Its seed decides its kind and its faults. */
final class Voyage {
    /** What became of a fault. */
    record Outcome(Fault fault, String skipped, boolean ended, double seconds) {}

    /**
     * What became of a voyage.
     *
     * @param wrong what Sextant did not keep; empty if all is well
     * @param mischief misbehavior of programs that happened
     */
    record Result(
            long seed,
            StudyPlan plan,
            List<Outcome> outcomes,
            List<String> mischief,
            int starts,
            List<String> wrong,
            double seconds) {}

    private static final long STUCK_SECONDS = 240;
    private static final long REFERENCE_SECONDS = 600;
    private static final int FAILED_STUDY = 3;

    private final World world;
    private final StudyPlan plan;
    private final long seed;
    private final Rows rows;
    private final List<Outcome> outcomes = new ArrayList<>();
    private int starts;

    Voyage(World world, long seed, StudyPlan plan) {
        this.world = world;
        this.seed = seed;
        this.plan = plan;
        this.rows = new Rows(world.server(), plan.name());
    }

    /** Runs the study without faults, and returns what it comes to. */
    List<String> undisturbed() throws Exception {
        Path file = plan.write(world.folder().resolve("studies").resolve(plan.name()), world.journal(), 0);
        Driver driver = world.startCoordinator(plan, "sweep", file.toString());
        if (!driver.endsWithin(REFERENCE_SECONDS) || driver.exitCode() != 0) {
            throw new CampaignException(
                    "the undisturbed study " + plan.name() + " did not succeed: " + driver.lastWords());
        }
        return rows.results();
    }

    /**
     * Runs the study with faults.
     *
     * @param reference what the study must come to; empty if that is not determined
     */
    Result run(List<Fault.Strike> strikes, List<String> reference) {
        long began = System.nanoTime();
        List<String> wrong = new ArrayList<>();
        List<String> mischief = new ArrayList<>();
        try (CheckpointWatch watch = new CheckpointWatch(world.checkpoints(), plan.name())) {
            Oracle oracle = new Oracle(world, plan, rows, watch);
            sail(strikes, reference, watch, oracle, wrong);
            world.journal().entries(plan.name(), "MISCHIEF").forEach(entry -> mischief.add(entry.value()));
            if (wrong.isEmpty()) {
                Driver delete = world.run("delete", plan.name(), "--yes");
                if (delete.exitCode() != 0) {
                    wrong.add("delete ended with exit code " + delete.exitCode() + ": " + delete.lastWords());
                }
                wrong.addAll(oracle.afterDelete());
            }
        } catch (Exception e) {
            wrong.add(e instanceof CampaignException ? e.getMessage() : "the campaign itself failed: " + e);
        } finally {
            rows.close();
        }
        return new Result(seed, plan, outcomes, mischief, starts, wrong, secondsSince(began));
    }

    private void sail(
            List<Fault.Strike> strikes,
            List<String> reference,
            CheckpointWatch watch,
            Oracle oracle,
            List<String> wrong)
            throws Exception {
        Path file = plan.write(world.folder().resolve("studies").resolve(plan.name()), world.journal(), 0.25);
        Scene scene = new Scene(world, plan, rows, watch, begin("sweep", file.toString()));
        Optional<Fault> last = Optional.empty();
        try {
            for (Fault.Strike strike : strikes) {
                awaitProgress(scene);
                if (isOver(scene, last, oracle, wrong)) {
                    break;
                }
                carryOut(strike, scene);
                last = Optional.of(strike.fault());
                if (!awaitProgress(scene)) {
                    noteEnd();
                }
                if (isOver(scene, last, oracle, wrong)) {
                    break;
                }
            }
            do {
                if (!scene.driver().endsWithin(STUCK_SECONDS)) {
                    throw new CampaignException(
                            "the study did not end: " + scene.driver().lastWords());
                }
            } while (!isOver(scene, last, oracle, wrong));
            if (wrong.isEmpty()) {
                wrong.addAll(oracle.atTheEnd(reference));
            }
        } finally {
            scene.driver().close();
        }
    }

    /**
     * Judges what a coordinator that has ended has left, and starts the next one unless the study is over.
     *
     * @param last the fault before its end
     * @return whether the voyage ends, because the study is over or something is wrong
     */
    private boolean isOver(Scene scene, Optional<Fault> last, Oracle oracle, List<String> wrong) throws Exception {
        if (scene.driver().isAlive()) {
            return false;
        }
        checkEnd(last, scene.driver(), wrong);
        String state = rows.state();
        wrong.addAll(state.equals("RUNNING") || state.equals("CREATED") ? oracle.afterAnEnd() : oracle.atRest());
        if (!wrong.isEmpty() || state.equals("COMPLETED")) {
            return true;
        }
        scene.handOver(state.equals("absent") ? begin("sweep", studyFile().toString()) : begin("resume", plan.name()));
        return false;
    }

    private Path studyFile() {
        return world.folder().resolve("studies").resolve(plan.name()).resolve(plan.name() + ".yaml");
    }

    private Driver begin(String... command) throws IOException, InterruptedException {
        starts++;
        return world.startCoordinator(plan, command);
    }

    private void carryOut(Fault.Strike strike, Scene scene) throws Exception {
        long began = System.nanoTime();
        String skipped = "";
        scene.draw(strike.seed());
        try {
            if (strike.fault().moment().await(scene)) {
                strike.fault().action().strike(scene);
            } else {
                skipped = "the moment did not come";
            }
        } catch (SkippedException e) {
            skipped = e.getMessage();
        } finally {
            outcomes.add(new Outcome(strike.fault(), skipped, false, secondsSince(began)));
        }
    }

    private void noteEnd() {
        Outcome last = outcomes.remove(outcomes.size() - 1);
        outcomes.add(new Outcome(last.fault(), last.skipped(), true, last.seconds()));
    }

    /** Waits for an epoch more than before; returns false if the coordinator ended instead. */
    private boolean awaitProgress(Scene scene) throws SQLException, IOException, InterruptedException {
        int before = rows.epochs();
        long end = System.nanoTime() + STUCK_SECONDS * 1_000_000_000L;
        while (scene.driver().isAlive()) {
            if (rows.epochs() > before) {
                return true;
            }
            if (System.nanoTime() > end) {
                throw new CampaignException("nothing has happened for " + STUCK_SECONDS + " s: "
                        + scene.driver().lastWords());
            }
            Thread.sleep(20);
        }
        return false;
    }

    private static void checkEnd(Optional<Fault> last, Driver driver, List<String> wrong) throws IOException {
        int code = driver.exitCode();
        Fault.Aftermath aftermath = last.map(Fault::aftermath).orElse(Fault.Aftermath.GOES_ON);
        boolean mayEnd = aftermath == Fault.Aftermath.MAY_END
                && code == 1
                && driver.output().contains("sextant resume");
        boolean mayFail =
                code == FAILED_STUDY && last.isPresent() && last.get().group().equals(DiskFaults.GROUP);
        boolean allowed = code == 0 || aftermath == Fault.Aftermath.ENDS || mayEnd || mayFail;
        if (!allowed) {
            wrong.add("after (" + last.map(Fault::toString).orElse("no fault")
                    + ") the coordinator ended with exit code " + code + ": " + driver.lastWords());
        }
    }

    private static double secondsSince(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}

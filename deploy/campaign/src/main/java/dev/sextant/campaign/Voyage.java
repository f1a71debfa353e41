package dev.sextant.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

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
        Driver driver = world.run(plan.sweep(file));
        if (driver.exitCode() != 0) {
            throw new CampaignException("the undisturbed study " + plan.name() + " ended with exit code "
                    + driver.exitCode() + ": " + driver.lastWords());
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
        Scene scene = new Scene(world, plan, rows, watch, begin(plan.sweep(file)));
        try {
            for (Fault.Strike strike : strikes) {
                if (!awaitProgress(scene, rows.epochs()) && !scene.driver().isAlive()) {
                    break; // the study is over, or its coordinator has ended: see below
                }
                carryOut(strike, scene);
                boolean alive = awaitProgress(scene, rows.epochs());
                outcomes.set(outcomes.size() - 1, withEnd(!alive));
                if (!alive) {
                    checkEnd(strike.fault(), scene.driver(), wrong);
                    wrong.addAll(rows.state().equals("PAUSED") ? oracle.atRest() : oracle.afterAnEnd());
                    if (!wrong.isEmpty()) {
                        return;
                    }
                    if (rows.state().equals("COMPLETED")) {
                        break;
                    }
                    scene.handOver(begin(plan.resume()));
                }
            }
            if (!scene.driver().endsWithin(STUCK_SECONDS)) {
                wrong.add("the study did not end: " + scene.driver().lastWords());
                return;
            }
            if (scene.driver().exitCode() != 0) {
                wrong.add("the last coordinator ended with exit code " + scene.driver().exitCode() + ": "
                        + scene.driver().lastWords());
            }
            wrong.addAll(oracle.atTheEnd(reference));
        } finally {
            scene.driver().close();
        }
    }

    private Driver begin(String... command) throws IOException {
        starts++;
        return world.start(command);
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
        }
        outcomes.add(new Outcome(strike.fault(), skipped, false, secondsSince(began)));
    }

    private Outcome withEnd(boolean ended) {
        Outcome last = outcomes.get(outcomes.size() - 1);
        return new Outcome(last.fault(), last.skipped(), ended, last.seconds());
    }

    /** Waits for an epoch more than before; returns false if the coordinator ended instead. */
    private boolean awaitProgress(Scene scene, int before) throws SQLException, IOException, InterruptedException {
        long end = System.nanoTime() + STUCK_SECONDS * 1_000_000_000L;
        while (scene.driver().isAlive()) {
            if (rows.epochs() > before) {
                return true;
            }
            if (System.nanoTime() > end) {
                throw new CampaignException("nothing has happened for " + STUCK_SECONDS + " s: " + scene.driver().lastWords());
            }
            Thread.sleep(20);
        }
        return false;
    }

    private static void checkEnd(Fault fault, Driver driver, List<String> wrong) throws IOException {
        int code = driver.exitCode();
        boolean allowed =
                switch (fault.aftermath()) {
                    case GOES_ON -> code == 0;
                    case MAY_END -> code == 0 || code == 1 && driver.output().contains("sextant resume")
                            || code == FAILED_STUDY;
                    case ENDS -> true;
                };
        if (!allowed) {
            wrong.add("after (" + fault + ") the coordinator ended with exit code " + code + ": " + driver.lastWords());
        }
    }

    private static double secondsSince(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}

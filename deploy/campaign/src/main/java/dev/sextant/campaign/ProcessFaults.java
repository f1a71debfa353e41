package dev.sextant.campaign;

import dev.sextant.campaign.Fault.Aftermath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Faults of coordinators, executors and programs. */
final class ProcessFaults {
    private static final String GROUP = "processes";
    private static final int SUCCESSION_SECONDS = 90;

    private ProcessFaults() {}

    static List<Fault> all(StudyPlan.Cargo cargo) {
        Fault driver = fault("coordinator killed", 3, Aftermath.ENDS, ProcessFaults::killDriver);
        Fault executor = fault("executor killed", 4, Aftermath.GOES_ON, ProcessFaults::killExecutor);
        List<Fault> all = new ArrayList<>(List.of(
                driver,
                driver.at(Moment.DISPATCHED, 1),
                driver.at(Moment.WRITING, 1),
                driver.at(Moment.RENAMED, 1),
                driver.at(Moment.LAST_REPORT, 1),
                fault("coordinator killed while it resumes", 1, Aftermath.ENDS, ProcessFaults::killWhileResuming),
                fault("coordinator and executors killed", 1, Aftermath.ENDS, ProcessFaults::killAll),
                executor,
                executor.at(Moment.WRITING, 1),
                executor.at(Moment.RENAMED, 1),
                fault(
                        "coordinator frozen",
                        2,
                        Aftermath.GOES_ON,
                        scene -> freeze(scene, scene.driver().pid(), 1000, 5000)),
                fault(
                        "executor frozen",
                        2,
                        Aftermath.GOES_ON,
                        scene -> freeze(scene, scene.anyExecutor().pid(), 1000, 5000)),
                fault(
                        "executor frozen for longer than cluster.silence",
                        1,
                        Aftermath.GOES_ON,
                        scene -> freeze(scene, scene.anyExecutor().pid(), 17_000, 20_000)),
                fault("frozen coordinator replaced, then awake", 2, Aftermath.GOES_ON, ProcessFaults::replaceFrozen)));
        if (cargo.runsPrograms()) {
            all.add(fault(
                    "program frozen",
                    2,
                    Aftermath.GOES_ON,
                    scene -> freeze(scene, scene.anyProgram().pid(), 1000, 4000)));
        }
        if (cargo == StudyPlan.Cargo.CLUSTER) {
            all.add(fault("host of the executors lost, and back", 6, Aftermath.GOES_ON, ProcessFaults::loseHost));
        }
        return all;
    }

    private static Fault fault(String name, int weight, Aftermath aftermath, Fault.Action action) {
        return new Fault(GROUP, name, weight, aftermath, Moment.ANY, action);
    }

    private static void killDriver(Scene scene) throws IOException, InterruptedException {
        scene.driver().signal("KILL");
    }

    private static void killExecutor(Scene scene) throws Exception {
        scene.anyExecutor().signal("KILL");
    }

    private static void killAll(Scene scene) throws IOException, InterruptedException {
        List<Processes.Found> executors = scene.world().processes().stream()
                .filter(Processes.Found::isExecutor)
                .toList();
        scene.driver().signal("KILL");
        for (Processes.Found executor : executors) {
            executor.signal("KILL");
        }
    }

    private static void loseHost(Scene scene) throws Exception {
        scene.world().cluster().killHost();
        scene.pass(0, 3000);
        scene.world().cluster().startWorker();
    }

    /** Kills the coordinator, and its successor as soon as that holds the study. */
    private static void killWhileResuming(Scene scene) throws Exception {
        scene.driver().signal("KILL");
        scene.driver().endsWithin(SUCCESSION_SECONDS);
        long before = scene.rows().lockToken();
        Driver successor = scene.world()
                .startCoordinator(scene.plan(), "resume", scene.plan().name());
        awaitLock(scene, successor, before);
        scene.pass(0, 1500);
        successor.signal("KILL");
        scene.handOver(successor);
    }

    private static void freeze(Scene scene, long pid, int least, int most) throws IOException, InterruptedException {
        Processes.signal(pid, "STOP");
        try {
            scene.pass(least, most);
        } finally {
            Processes.signal(pid, "CONT");
        }
    }

    /**
     * Freezes the coordinator, cuts off its sessions, has another one take the study, and wakes up the first. That may only
     * succeed if it had completed the study before.
     */
    private static void replaceFrozen(Scene scene) throws Exception {
        Driver first = scene.driver();
        long before = scene.rows().lockToken();
        boolean wasOver;
        first.signal("STOP");
        try {
            scene.world().proxy().reset();
            Driver second = scene.world()
                    .startCoordinator(scene.plan(), "resume", scene.plan().name());
            awaitLock(scene, second, before);
            wasOver = scene.rows().state().equals("COMPLETED");
            scene.handOver(second);
            scene.pass(0, 3000);
        } finally {
            first.signal("CONT");
        }
        if (!first.endsWithin(SUCCESSION_SECONDS)) {
            throw new CampaignException("the coordinator that was replaced still runs: " + first.lastWords());
        }
        if (first.exitCode() == 0 && !wasOver) {
            throw new CampaignException(
                    "the coordinator that was replaced ended with exit code 0: " + first.lastWords());
        }
    }

    private static void awaitLock(Scene scene, Driver successor, long before) throws Exception {
        long end = System.nanoTime() + SUCCESSION_SECONDS * 1_000_000_000L;
        while (scene.rows().lockToken() == before) {
            if (!successor.isAlive() || System.nanoTime() > end) {
                throw new CampaignException("no other coordinator could take the study: " + successor.lastWords());
            }
            Thread.sleep(5);
        }
    }
}

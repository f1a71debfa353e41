package dev.sextant.campaign;

import dev.sextant.campaign.Fault.Aftermath;
import java.util.List;

/** Commands at bad moments. */
final class OperatorFaults {
    private static final String GROUP = "commands";
    private static final int REFUSED = 4;

    private OperatorFaults() {}

    static List<Fault> all() {
        return List.of(
                fault(
                        "second coordinator",
                        2,
                        Aftermath.GOES_ON,
                        scene -> mustBeRefused(scene, "resume", scene.plan().name())),
                fault(
                        "delete of a study that runs",
                        1,
                        Aftermath.GOES_ON,
                        scene -> mustBeRefused(scene, "delete", scene.plan().name(), "--yes")),
                fault(
                        "migration of another database killed, and repeated",
                        1,
                        Aftermath.GOES_ON,
                        OperatorFaults::killMigration),
                fault("stop", 2, Aftermath.ENDS, scene -> {
                    Driver stop = scene.world().run("stop", scene.plan().name());
                    if (stop.exitCode() != 0) {
                        throw new CampaignException("stop ended with " + stop.exitCode() + ": " + stop.lastWords());
                    }
                }),
                fault("SIGTERM", 2, Aftermath.ENDS, scene -> scene.driver().signal("TERM")),
                fault("SIGTERM twice", 1, Aftermath.ENDS, scene -> {
                    scene.driver().signal("TERM");
                    scene.pass(0, 500);
                    scene.driver().signal("TERM");
                }));
    }

    private static Fault fault(String name, int weight, Aftermath aftermath, Fault.Action action) {
        return new Fault(GROUP, name, weight, aftermath, Moment.ANY, action);
    }

    /** Migrates a new database on the same server, kills that in the middle, and migrates again. */
    private static void killMigration(Scene scene) throws Exception {
        World world = scene.world();
        String database = "fresh" + System.nanoTime();
        world.server().execute("CREATE DATABASE " + database);
        try {
            Driver killed = world.migrate(database);
            while (killed.isAlive() && world.server().tables(database) == 0) {
                Thread.sleep(2);
            }
            scene.pass(0, 200);
            killed.signal("KILL");
            killed.endsWithin(1);
            Driver repeated = world.migrate(database);
            if (!repeated.endsWithin(60) || repeated.exitCode() != 0) {
                throw new CampaignException("a migration could not be repeated: " + repeated.lastWords());
            }
            int tables = world.server().tables(database);
            int expected = world.server().tables("sextant");
            if (tables != expected) {
                throw new CampaignException(
                        "a migration that was repeated made " + tables + " tables and views of " + expected);
            }
        } finally {
            world.server().execute("DROP DATABASE " + database + " WITH (FORCE)");
        }
    }

    private static void mustBeRefused(Scene scene, String... command) throws Exception {
        Driver second = scene.world().run(command);
        if (scene.driver().isAlive() && second.exitCode() != REFUSED) {
            throw new CampaignException(String.join(" ", command) + " ended with exit code " + second.exitCode()
                    + " while a coordinator ran the study: " + second.lastWords());
        }
    }
}

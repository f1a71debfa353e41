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
                fault("second coordinator", 2, Aftermath.GOES_ON, scene ->
                        mustBeRefused(scene, scene.plan().resume())),
                fault("delete of a study that runs", 1, Aftermath.GOES_ON, scene ->
                        mustBeRefused(scene, "delete", scene.plan().name(), "--yes")),
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

    private static void mustBeRefused(Scene scene, String... command) throws Exception {
        Driver second = scene.world().run(command);
        if (scene.driver().isAlive() && second.exitCode() != REFUSED) {
            throw new CampaignException(String.join(" ", command) + " ended with exit code " + second.exitCode()
                    + " while a coordinator ran the study: " + second.lastWords());
        }
    }
}

package dev.sextant.campaign;

import dev.sextant.campaign.Fault.Aftermath;
import java.util.List;

/** Faults of the network between coordinator and database. */
final class NetworkFaults {
    private static final String GROUP = "network";

    private NetworkFaults() {}

    static List<Fault> all() {
        return List.of(
                fault("connections reset", 3, Aftermath.GOES_ON, scene -> scene.world()
                        .proxy()
                        .reset()),
                fault("connections half-closed", 2, Aftermath.GOES_ON, scene -> scene.world()
                        .proxy()
                        .halfClose()),
                fault("connections refused for some seconds", 2, Aftermath.MAY_END, scene -> {
                    scene.world().proxy().refuse();
                    passAndRecover(scene, 500, 4000);
                }),
                fault("black hole for some seconds", 2, Aftermath.MAY_END, scene -> {
                    scene.world().proxy().holdBack();
                    passAndRecover(scene, 1000, 5000);
                }),
                fault("black hole, then reset", 1, Aftermath.MAY_END, scene -> {
                    scene.world().proxy().holdBack();
                    scene.pass(1000, 3000);
                    scene.world().proxy().reset();
                    passAndRecover(scene, 0, 1000);
                }),
                fault("latency in both directions", 1, Aftermath.GOES_ON, scene -> {
                    scene.world().proxy().slowDown(50, 50);
                    passAndRecover(scene, 2000, 5000);
                }),
                fault("latency from coordinator to server", 1, Aftermath.GOES_ON, scene -> {
                    scene.world().proxy().slowDown(200, 0);
                    passAndRecover(scene, 2000, 5000);
                }),
                fault("latency from server to coordinator", 1, Aftermath.GOES_ON, scene -> {
                    scene.world().proxy().slowDown(0, 200);
                    passAndRecover(scene, 2000, 5000);
                }));
    }

    private static Fault fault(String name, int weight, Aftermath aftermath, Fault.Action action) {
        return new Fault(GROUP, name, weight, aftermath, Moment.ANY, action);
    }

    private static void passAndRecover(Scene scene, int least, int most) throws Exception {
        try {
            scene.pass(least, most);
        } finally {
            scene.world().proxy().recover();
        }
    }
}

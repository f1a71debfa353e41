package dev.sextant.campaign;

import java.util.ArrayList;
import java.util.List;

/** All faults that a voyage can draw. */
final class Faults {
    private Faults() {}

    static List<Fault> all(StudyPlan.Cargo cargo) {
        List<Fault> all = new ArrayList<>();
        all.addAll(ProcessFaults.all(cargo));
        all.addAll(DatabaseFaults.all());
        all.addAll(NetworkFaults.all());
        all.addAll(CheckpointFaults.all());
        all.addAll(DiskFaults.all());
        all.addAll(OperatorFaults.all());
        return all;
    }
}

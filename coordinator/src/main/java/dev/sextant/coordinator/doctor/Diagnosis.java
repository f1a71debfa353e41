package dev.sextant.coordinator.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The findings of all checks. */
public record Diagnosis(List<Group> groups) {
    /** Copies the list. */
    public Diagnosis {
        groups = List.copyOf(groups);
    }

    /** The findings of one check. */
    public record Group(String name, List<Finding> findings) {
        /** Copies the list. */
        public Group {
            findings = List.copyOf(findings);
        }
    }

    /**
     * Carries out checks one after the other.
     *
     * @param done receives the findings of each check when it has ended
     */
    public static Diagnosis of(List<Check> checks, Consumer<Group> done) throws InterruptedException {
        List<Group> groups = new ArrayList<>();
        for (Check check : checks) {
            Group group = new Group(check.group(), findings(check));
            groups.add(group);
            done.accept(group);
        }
        return new Diagnosis(groups);
    }

    /** Returns the findings of a check. One that fails must not keep the others from being carried out. */
    private static List<Finding> findings(Check check) throws InterruptedException {
        try {
            return check.findings();
        } catch (RuntimeException | LinkageError e) {
            return List.of(Finding.problem(
                    check.group(),
                    "this check failed unexpectedly: " + e,
                    "Report it with the output of this command."));
        }
    }

    /** Returns the number of findings of a level. */
    public long count(Finding.Level level) {
        return groups.stream()
                .flatMap(group -> group.findings().stream())
                .filter(finding -> finding.level() == level)
                .count();
    }
}

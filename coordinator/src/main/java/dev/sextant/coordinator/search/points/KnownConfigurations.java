package dev.sextant.coordinator.search.points;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.Trial;
import dev.sextant.coordinator.search.ask.StudyView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The configurations that a study already has. Follows a study from view to view and updates only what changed; its contents
 * are a function of the latest view alone. Not thread-safe.
 */
public final class KnownConfigurations {
    private final List<Configuration> byTrial = new ArrayList<>();
    private final Set<Configuration> all = new HashSet<>();
    private long version;

    /** Updates the configurations to a view of the study. */
    public void follow(StudyView view) {
        List<Trial> trials = view.trials();
        if (!isContinuedBy(trials)) {
            byTrial.clear();
            all.clear();
            version++;
        }
        for (Trial trial : trials.subList(byTrial.size(), trials.size())) {
            byTrial.add(trial.configuration());
            all.add(trial.configuration());
            version++;
        }
    }

    /** Whether a trial of the study has this configuration. */
    public boolean contains(Configuration configuration) {
        return all.contains(configuration);
    }

    /** Number of different configurations. */
    public int size() {
        return all.size();
    }

    /** A number that changes whenever the configurations do. */
    public long version() {
        return version;
    }

    /** Whether the trials begin with those already seen. */
    private boolean isContinuedBy(List<Trial> trials) {
        if (trials.size() < byTrial.size()) {
            return false;
        }
        for (int i = 0; i < byTrial.size(); i++) {
            // Cheap, since it is nearly always the same object.
            if (!byTrial.get(i).equals(trials.get(i).configuration())) {
                return false;
            }
        }
        return true;
    }
}

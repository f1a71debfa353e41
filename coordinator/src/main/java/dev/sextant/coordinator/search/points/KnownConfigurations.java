package dev.sextant.coordinator.search.points;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.Trial;
import dev.sextant.coordinator.search.ask.StudyView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The configurations that a study already has. Follows a study from view to view at the price of what is new in it;
 * holds nothing that a view does not say. Not safe for use by several threads.
 */
public final class KnownConfigurations {
    private final List<Configuration> byTrial = new ArrayList<>();
    private final Set<Configuration> all = new HashSet<>();
    private long version;

    /** Makes this the configurations of the view. */
    public void follow(StudyView view) {
        List<Trial> trials = view.trials();
        if (!startsWithWhatIsKnown(trials)) {
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

    public boolean contains(Configuration configuration) {
        return all.contains(configuration);
    }

    /** How many different configurations there are. */
    public int size() {
        return all.size();
    }

    /** Changes whenever the configurations do. */
    public long version() {
        return version;
    }

    private boolean startsWithWhatIsKnown(List<Trial> trials) {
        if (trials.size() < byTrial.size()) {
            return false;
        }
        for (int i = 0; i < byTrial.size(); i++) {
            // Nearly always the same object, which equals sees at once.
            if (!byTrial.get(i).equals(trials.get(i).configuration())) {
                return false;
            }
        }
        return true;
    }
}

package dev.sextant.coordinator.search.algorithm;

import dev.sextant.common.space.Configuration;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.Reason;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.points.KnownConfigurations;
import dev.sextant.coordinator.search.rung.ReasonFormat;
import java.util.Map;

/**
 * Starts the configurations of {@code start_with} before any other, in order, each trained to the top rung. Then asks
 * another algorithm. Not thread-safe.
 */
public final class StartWithFirst implements SearchAlgorithm {
    private final SearchAlgorithm next;
    private final KnownConfigurations known = new KnownConfigurations();

    /**
     * Puts {@code start_with} before the proposals of another algorithm.
     *
     * @param next algorithm to use when the study has all configurations of {@code start_with}
     */
    public StartWithFirst(SearchAlgorithm next) {
        this.next = next;
    }

    @Override
    public String name() {
        return next.name();
    }

    @Override
    public Proposal propose(StudyView view) {
        if (!view.startWith().isEmpty() && view.mayStartTrial()) {
            known.follow(view);
            int position = 0;
            for (Configuration configuration : view.startWith()) {
                position++;
                if (!known.contains(configuration)) {
                    return start(view, configuration, position);
                }
            }
        }
        return next.propose(view);
    }

    @Override
    public int firstEpochs(StudyView view, Configuration configuration) {
        return next.firstEpochs(view, configuration);
    }

    private Proposal start(StudyView view, Configuration configuration, int position) {
        return new Proposal.StartTrial(
                configuration,
                view.maxEpochs(),
                Reason.of(
                        name(),
                        "configuration " + position + " of " + view.startWith().size() + " in start_with: trains "
                                + ReasonFormat.epochs(view.maxEpochs()),
                        Map.of("start_with", (long) position)));
    }
}

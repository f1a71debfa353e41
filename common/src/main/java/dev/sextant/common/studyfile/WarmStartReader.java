package dev.sextant.common.studyfile;

import dev.sextant.common.study.AlgorithmTraits.Trait;
import dev.sextant.common.study.Algorithms;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Reads the names of studies under {@code search.warm_start}. Whether these studies exist is checked later, in the
 * database.
 */
final class WarmStartReader {
    private final Algorithms algorithms;
    private final Problems problems;

    WarmStartReader(Algorithms algorithms, Problems problems) {
        this.algorithms = algorithms;
        this.problems = problems;
    }

    List<String> read(Section root, Section search) {
        List<String> names = new ArrayList<>();
        String path = search.path("warm_start");
        search.find("warm_start", YamlNode.Sequence.class).ifPresent(list -> {
            for (YamlNode element : list.elements()) {
                StudyKeys.STUDY_NAME
                        .read(element, problems.at(element.location(), path))
                        .ifPresent(name -> {
                            if (root.find("study", String.class)
                                    .filter(name::equals)
                                    .isPresent()) {
                                problems.add(
                                        element.location(), path, "(" + name + ") is this study; name an earlier one");
                            } else if (Collections.frequency(names, name) == 1) {
                                problems.add(
                                        element.location(), path, "(" + name + ") appears twice; remove one of them");
                            }
                            names.add((String) name);
                        });
            }
            search.find("algorithm", String.class)
                    .filter(algorithm -> !algorithms.get(algorithm).has(Trait.WARM_START))
                    .ifPresent(algorithm -> problems.add(
                            search.location("warm_start"),
                            path,
                            "has no effect with algorithm " + algorithm
                                    + ", which does not learn from earlier studies; choose one of "
                                    + String.join(", ", algorithms.names(Trait.WARM_START)) + ", or remove it"));
        });
        return names;
    }
}

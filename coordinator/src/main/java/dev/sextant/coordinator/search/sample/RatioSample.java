package dev.sextant.coordinator.search.sample;

import dev.sextant.coordinator.search.points.KnownConfigurations;
import dev.sextant.coordinator.search.tpe.DensityRatio;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A configuration chosen by the ratio of two densities, with its reason. */
final class RatioSample {
    private RatioSample() {}

    /** The first candidate that the study does not have; empty when it has them all. */
    static Optional<Sampler.Sample> first(
            List<DensityRatio.Candidate> candidates,
            KnownConfigurations known,
            String sampler,
            int good,
            int others,
            String among) {
        for (DensityRatio.Candidate candidate : candidates) {
            if (!known.contains(candidate.configuration())) {
                Map<String, Object> details = new TreeMap<>();
                details.put("sampler", sampler);
                details.put("good", (long) good);
                details.put("others", (long) others);
                details.put("log_density_good", candidate.logGood());
                details.put("log_density_others", candidate.logOthers());
                details.put("candidates", (long) candidates.size());
                String words = String.format(
                        Locale.ROOT,
                        "%s good trials%s are %.3g times as dense there as %s others",
                        good,
                        among,
                        candidate.ratio(),
                        others);
                return Optional.of(new Sampler.Sample(candidate.configuration(), words, details));
            }
        }
        return Optional.empty();
    }
}

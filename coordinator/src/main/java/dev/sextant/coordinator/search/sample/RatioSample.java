package dev.sextant.coordinator.search.sample;

import dev.sextant.coordinator.search.points.KnownConfigurations;
import dev.sextant.coordinator.search.tpe.DensityRatio;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Chooses among configurations drawn from a density ratio.
 *
 * @param sampler name of the sampler
 * @param good number of trials of the density of good configurations
 * @param others number of trials of the other density
 * @param where the rung whose trials are compared, e.g. {@code " at 9 epochs"}; empty for the top rung
 */
record RatioSample(String sampler, int good, int others, String where) {
    /** The first candidate that the study does not have; empty when it has all of them. */
    Optional<Sampler.Sample> firstUntried(List<DensityRatio.Candidate> candidates, KnownConfigurations known) {
        return candidates.stream()
                .filter(candidate -> !known.contains(candidate.configuration()))
                .findFirst()
                .map(candidate -> explained(candidate, candidates.size()));
    }

    private Sampler.Sample explained(DensityRatio.Candidate candidate, int candidates) {
        Map<String, Object> details = new TreeMap<>();
        details.put("sampler", sampler);
        details.put("good", (long) good);
        details.put("others", (long) others);
        details.put("log_density_good", candidate.logGood());
        details.put("log_density_others", candidate.logOthers());
        details.put("candidates", (long) candidates);
        String why = String.format(
                Locale.ROOT,
                "the density of the %d good trials%s is %.3g times that of the %d others",
                good,
                where,
                candidate.ratio(),
                others);
        return new Sampler.Sample(candidate.configuration(), why, details);
    }
}

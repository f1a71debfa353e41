/**
 * Samplers: they choose the configurations of new trials.
 *
 * <p>Input: a {@link dev.sextant.coordinator.search.ask.StudyView}. Output: a {@code Sampler.Sample}, a configuration
 * that the study does not have yet, with its reason. {@code PointSampler} takes it from a sequence of points or a grid,
 * {@code TpeSampler} and {@code BohbSampler} from kernel densities, {@code EarlierBestSampler} from earlier studies.
 * {@code PriorMixture} draws some points from the author's priors. The sampler that asks a Gaussian process is in
 * {@code model}.
 */
package dev.sextant.coordinator.search.sample;

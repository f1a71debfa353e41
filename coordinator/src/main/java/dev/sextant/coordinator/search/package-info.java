/**
 * The search: which trial to start or continue next.
 *
 * <p>Comes in: a {@link dev.sextant.coordinator.search.ask.StudyView}, everything the rows say about a study. Goes out: a
 * {@link dev.sextant.coordinator.search.ask.Proposal} with its reason. Pure: no Spark, no SQL, no clock, no global random
 * state; the same view gives the same proposal.
 *
 * <p>{@link dev.sextant.coordinator.search.SearchAlgorithms} puts the named algorithms together. Most have two
 * halves: who goes on ({@code AsynchronousHalving} by its {@code Rungs}, or {@code FullTraining}), and where the next
 * trial starts (a {@code Sampler}). {@code AutoSearch} is halving with a {@code ModelSampler}, until its {@code
 * FidelityCorrelation} find that short trainings say nothing: {@code RungQuantiles} are what it learns, the model is in
 * {@code gp}, where to try next in {@code acquisition}; densities for {@code tpe} and {@code bohb} are in {@code
 * tpe}; {@code simulation} runs whole studies on known curves. {@code MultitaskSearch} is whole: its {@code
 * FidelityModel} of configurations and epochs decides both. What is known before the first trial is {@link
 * dev.sextant.coordinator.search.ask.PriorKnowledge}: {@code EarlierBestSampler} starts with the best of earlier studies,
 * {@code PointSampler} draws some of its points from the author's priors. With many parameters a model is followed in a
 * {@code TrustRegion} only. {@link
 * dev.sextant.coordinator.search.ParameterImportance} tells people what the same model has learned, {@link
 * dev.sextant.coordinator.search.CurveExtrapolation} what trials below the top would come to ({@code GainModel}); no proposal
 * depends on either. {@link dev.sextant.coordinator.search.model.AutoComponent} names what benchmarks leave out of {@code auto}.
 */
package dev.sextant.coordinator.search;

/**
 * Gaussian processes over the trials of a study, and the sampler that chooses new configurations by them.
 *
 * <p>Input: a {@link dev.sextant.coordinator.search.ask.StudyView}. {@code TrialPoints} embeds its trials, {@code
 * ModelData} selects those to learn from. Output: a configuration with its reason ({@code ModelSampler}), or a model
 * for other packages ({@code FidelityModel}). {@code ConstraintModels} keeps a process per violated constraint. {@code
 * EpochCosts} compares what epochs cost, by the work that the trainer declares ({@code DeclaredWork}) or by measured
 * durations ({@code CostModel}); {@code CostPenalty} weighs it. {@code TrustRegion} limits the search in spaces with many
 * parameters, {@code UntriedPoints} leaves out what was tried, {@code ModelLimits} bounds the cost of a proposal.
 */
package dev.sextant.coordinator.search.model;

/**
 * Search algorithms: they decide whether a free slot starts a new trial, continues a paused one, or waits.
 *
 * <p>Input: a {@link dev.sextant.coordinator.search.ask.StudyView}. Output: a {@link
 * dev.sextant.coordinator.search.ask.Proposal}. {@code AsynchronousHalving} and {@code FullTraining} take new
 * configurations from a sampler. {@code AutoSearch} combines them; {@code FidelityCorrelation} tells it which of the
 * two to use, {@code CheapTrials} and {@code BudgetEnd} what the cost of trials means for it. {@code MultitaskSearch}
 * decides on configuration and epochs with one model. {@code InterruptedFirst}, {@code StartWithFirst} and {@code
 * TopRungOnly} wrap another algorithm.
 */
package dev.sextant.coordinator.search.algorithm;

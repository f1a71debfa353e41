/**
 * Hyperparameter search: which trial to start or continue next.
 *
 * <p>Input: a {@link dev.sextant.coordinator.search.ask.StudyView}, everything that is known about a study. Output: a
 * {@link dev.sextant.coordinator.search.ask.Proposal} with its reason. Pure: no Spark, no SQL, no clock, no global
 * random state; the same view gives the same proposal in every process. Other packages use this package and {@code ask}
 * only.
 *
 * <p>A proposal of {@code auto}, the default algorithm, is made in these steps:
 *
 * <ol>
 *   <li>{@code ask}: the scheduler passes a {@code StudyView}, possibly ahead of time ({@link
 *       dev.sextant.coordinator.search.ProposalAhead}).
 *   <li>{@link dev.sextant.coordinator.search.SearchAlgorithms} has created the algorithm by its name.
 *   <li>{@code algorithm}: interrupted trials and those of {@code start_with} come first; then {@code AutoSearch} decides.
 *   <li>{@code rung}: {@code RungTable} ranks all trials, and {@code Promotions} finds a paused trial to promote.
 *   <li>{@code sample}: when there is none, a {@code Sampler} chooses a new configuration. Early in a study it takes points of
 *       a sequence in {@code points}, or the best trials of earlier studies.
 *   <li>{@code model}: later, {@code ModelSampler} selects the trials to learn from and asks a model.
 *   <li>{@code gp}: the hyperparameters of a Gaussian process are fitted, with matrices of {@code linalg}.
 *   <li>{@code acquisition}: the {@code Maximizer} finds the point that is most worth trying.
 *   <li>{@code ask}: the answer is a {@code Proposal} whose {@code Reason} is stored with the trial.
 * </ol>
 *
 * <p>{@code tpe} holds the kernel densities of {@code tpe} and {@code bohb}. No proposal depends on {@link
 * dev.sextant.coordinator.search.ParameterImportance}, nor on {@link dev.sextant.coordinator.search.CurveExtrapolation}
 * with its package {@code forecast}: they explain a study to people. {@link
 * dev.sextant.coordinator.search.SpaceMapping} prepares warm starts.
 */
package dev.sextant.coordinator.search;

package dev.sextant.sql.row;

/**
 * Evaluation of a model on images of its study.
 *
 * @param images {@code validation} or {@code test}
 * @param trial number of the trial whose configuration was trained
 * @param refit whether the model is a refit instead of the trial's own
 * @param views number of views of each image whose probabilities were averaged
 * @param epoch epoch whose weights the model has
 * @param result the object that {@code sextant evaluate --json} prints
 */
public record EvaluationRow(String images, int trial, boolean refit, int views, int epoch, String result) {}

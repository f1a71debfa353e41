/**
 * A study from start to end: found or created, locked, its lost runs marked, run by a scheduler, and released.
 *
 * <p>{@link dev.sextant.coordinator.study.StudyRunner} does these steps in order, with the settings of a {@link
 * dev.sextant.coordinator.study.Launch}. {@code WarmStartCheck} and {@code WarmStart} prepare what the search learns from
 * earlier studies. If a coordinator dies on the way, the next one resumes from the rows.
 */
package dev.sextant.coordinator.study;

/**
 * What a study is: its specification, its trials' states and failures, its rungs and budget.
 *
 * <p>Plain immutable values with the rules that belong to them; no I/O. {@link dev.sextant.common.study.StudySpec} is
 * the root.
 */
package dev.sextant.common.study;

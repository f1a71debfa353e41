/**
 * The study file, in which users describe a study.
 *
 * <p>Input: the text of {@code study.yaml}. Output: a {@link dev.sextant.common.study.StudySpec}, or every problem of
 * the file at once. {@link dev.sextant.common.studyfile.StudyFile} reads the file, {@link
 * dev.sextant.common.studyfile.StudyFileSchema} describes it to editors and {@link
 * dev.sextant.common.studyfile.StudyFileReference} to readers. All three are made from one table of keys.
 */
package dev.sextant.common.studyfile;

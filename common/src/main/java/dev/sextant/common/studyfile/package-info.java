/**
 * The study file: how a person writes a study down, and how the database keeps it.
 *
 * <p>Comes in: the text of {@code study.yaml}, or the JSON of a study's row. Goes out: a {@link
 * dev.sextant.common.study.StudySpec}, or every problem of the file at once. {@link
 * dev.sextant.common.studyfile.StudyFile} reads the file, {@link dev.sextant.common.spec.SpecJson} writes and reads
 * the stored form, {@link dev.sextant.common.spec.SpecChange} says what differs between two specifications, and
 * {@link dev.sextant.common.studyfile.StudyFileSchema} describes the file to editors and readers. The keys of the file
 * stand in one table, from which reader, schema and reference are made.
 */
package dev.sextant.common.studyfile;

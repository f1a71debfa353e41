package dev.sextant.sql.row;

import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import java.time.Instant;

/** A row of the table study. */
public record StudyRow(long id, StudySpec spec, String specHash, StudyState state, Instant createdAt) {}

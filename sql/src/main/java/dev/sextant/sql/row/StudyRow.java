package dev.sextant.sql.row;

import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import java.time.Instant;

/** One study as its row says. */
public record StudyRow(long id, StudySpec spec, String specHash, StudyState state, Instant createdAt) {}

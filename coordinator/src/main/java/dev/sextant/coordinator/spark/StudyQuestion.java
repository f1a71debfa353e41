package dev.sextant.coordinator.spark;

import java.io.Serializable;

/** Question of an executor to the driver: which study to prepare for. The answer is JSON, empty for none. */
record StudyQuestion() implements Serializable {}

package dev.sextant.coordinator.spark;

import java.io.Serializable;

/** Message from an executor to the driver: how far long work has come, see {@code WorkProgress.Listener}. */
record WorkMessage(String work, long done, long total) implements Serializable {}

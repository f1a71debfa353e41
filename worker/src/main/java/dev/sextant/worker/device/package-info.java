/** The device that a run computes on, and what ND4J computes with there. */
package dev.sextant.worker.device;

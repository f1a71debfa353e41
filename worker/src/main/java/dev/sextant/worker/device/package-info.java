/**
 * Device of a run: its name and number of threads come in; the calling thread is bound to it, and the native helpers
 * that ND4J uses go out.
 */
package dev.sextant.worker.device;

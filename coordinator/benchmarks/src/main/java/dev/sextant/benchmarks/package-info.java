/**
 * Programs that measure Sextant as users run it, with real executors and a real PostgreSQL. They print figures and check
 * nothing.
 */
package dev.sextant.benchmarks;

/** Programs that measure Sextant as a user runs it: real executors, a real PostgreSQL. They print; they assert nothing. */
package dev.sextant.benchmarks;

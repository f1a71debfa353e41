/** Time as intervals: a clock that nobody sets. */
package dev.sextant.common.time;

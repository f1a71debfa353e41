/**
 * Progress of long work: code that works reports how far it has come, whoever waits for it in the same process listens.
 */
package dev.sextant.common.progress;

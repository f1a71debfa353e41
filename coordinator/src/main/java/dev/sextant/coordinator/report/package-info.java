/**
 * Pages that people look at in a browser: values come in, a whole HTML page goes out, with its pictures inside. Nothing of a
 * page comes from the network, and all that is not ours, such as the names of files and classes, is escaped.
 */
package dev.sextant.coordinator.report;

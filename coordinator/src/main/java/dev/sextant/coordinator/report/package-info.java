/**
 * Reports on studies and models: values come in; tables, JSON objects and self-contained HTML pages go out. Pages hold their
 * pictures, styles and scripts, make no requests, and escape all names of files and classes. Thread-safe unless a class says
 * otherwise.
 */
package dev.sextant.coordinator.report;

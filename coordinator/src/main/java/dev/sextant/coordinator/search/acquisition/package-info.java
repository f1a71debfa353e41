/**
 * Which point is most worth trying next: acquisition functions over a model's predictions, and the search for their
 * maximum. Pure: the same model and random numbers give the same point.
 */
package dev.sextant.coordinator.search.acquisition;

// Package endtoend tests the built program on a terminal, with servers, editors and terminals that nobody here wrote as witnesses,
// and the house itself: who imports whom, and what a test may be left out for.
package endtoend

#pragma once

// One program holds all tests of a room: a Qt Test class each, named after its file, run in a
// process of its own (`unit_crypto tst_noise`). A program for every file would cost as much to
// link as to compile.

#include <QTest>

#include <QCoreApplication>

namespace vos::test {

using RunTest = int (*)(int argc, char** argv);

/// Makes a test known to the program's main function; `file` is __FILE__ of the test.
bool registerTest(const char* file, RunTest run);

template <typename TestClass>
int runWithoutApplication(int argc, char** argv)
{
    TestClass test;
    return QTest::qExec(&test, argc, argv);
}

template <typename TestClass, typename Application>
int runWithApplication(int argc, char** argv)
{
    Application application(argc, argv);
    Application::setAttribute(Qt::AA_Use96Dpi);
    return runWithoutApplication<TestClass>(argc, argv);
}

}  // namespace vos::test

/// A test that needs no application object. These three stand where QTEST_…MAIN would.
#define VOS_TEST(TestClass)                                      \
    [[maybe_unused]] static const bool isRegistered##TestClass = \
        vos::test::registerTest(__FILE__, &vos::test::runWithoutApplication<TestClass>);
/// A test with an event loop.
#define VOS_TEST_CORE(TestClass)                                                          \
    [[maybe_unused]] static const bool isRegistered##TestClass = vos::test::registerTest( \
        __FILE__, &vos::test::runWithApplication<TestClass, QCoreApplication>);
/// A test with windows.
#define VOS_TEST_WIDGETS(TestClass)                                                       \
    [[maybe_unused]] static const bool isRegistered##TestClass = vos::test::registerTest( \
        __FILE__, &vos::test::runWithApplication<TestClass, QApplication>);

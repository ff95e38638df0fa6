#pragma once

#include <QAction>
#include <QMainWindow>
#include <QString>

namespace secateur {

/// Every command of the program, made once, used in menus, tool bar and tests (by objectName).
struct Actions {
    explicit Actions(QMainWindow& window);

    QAction* startPage;
    QAction* newStudy;
    QAction* open;
    QAction* openData;
    QAction* getCifar10;
    QAction* saveCopy;
    QAction* showInFolder;
    QAction* exportNetwork;
    QAction* exportDrawings;
    QAction* exportReport;
    QAction* quit;
    QAction* copyPicture;
    QAction* back;
    QAction* forward;
    QAction* evaluate;
    QAction* sweep;
    QAction* prune;
    QAction* gradual;
    QAction* recalibrate;
    QAction* fineTune;
    QAction* train;
    QAction* quantize;
    QAction* qat;
    QAction* layerErrors;
    QAction* pipeline;
    QAction* shrink;
    QAction* measureSpeed;
    QAction* timeLayers;
    QAction* changeSettings;
    QAction* elsewhere;
    QAction* cancelAll;
    QAction* preferences;
    QAction* manualOfPage;
    QAction* manual;
    QAction* shortcuts;
    QAction* about;

    /// The stages, in the order in which one does them.
    QList<QAction*> stages() const {
        return {evaluate, sweep, prune, recalibrate, fineTune, quantize, pipeline, shrink, train};
    }
    /// The longer ways to a smaller network, in menus only.
    QList<QAction*> longWays() const { return {gradual}; }
    /// What is done to quantized networks and about them, in menus only.
    QList<QAction*> quantization() const { return {qat, layerErrors}; }
    /// Those that need a network and its images.
    QList<QAction*> needNetwork() const {
        return stages() + longWays() + quantization() + QList{measureSpeed, timeLayers};
    }
};

}  // namespace secateur

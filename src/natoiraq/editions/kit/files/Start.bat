@echo off
rem Find a Python that fits, and let it start the kit.
chcp 65001 >nul
title Not a Surge
pushd "%~dp0"
if not exist inside\start.py goto packed
for %%p in (@VERSIONS@) do (
    py -%%p -I -c "" >nul 2>&1 && (
        py -%%p -I inside\start.py
        goto ended
    )
)
python -I -c "import sys; sys.exit(sys.version_info[0:2] not in (@TUPLES@))" >nul 2>&1 && (
    python -I inside\start.py
    goto ended
)
echo This kit needs Python @SPOKEN@, and none was found.
echo Get it from https://www.python.org/downloads/ and start the kit again; README.txt says more.
pause
exit /b 1
:packed
echo Unpack the zip first: click it with the right button, choose "Extract All", and start the kit there.
pause
exit /b 1
:ended
if errorlevel 1 pause
popd

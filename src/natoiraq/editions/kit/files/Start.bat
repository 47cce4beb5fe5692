@echo off
rem Find a Python that fits, and let it start the kit.
chcp 65001 >nul
title Not a Surge
pushd "%~dp0"
if not exist inside\start.py goto packed
set KIT_PYTHON=
for %%p in (@VERSIONS@) do call :try py -%%p
call :try python
if not defined KIT_PYTHON goto none
%KIT_PYTHON% -I inside\start.py
if not %errorlevel%==0 pause
goto ended

:try
if defined KIT_PYTHON exit /b
%* -I -c "import sys; sys.exit(sys.version_info[0:2] not in (@TUPLES@))" >nul 2>&1
if not %errorlevel%==0 exit /b
set KIT_PYTHON=%*
exit /b

:none
echo This kit needs Python @SPOKEN@, and none was found.
echo Get it from https://www.python.org/downloads/ and start the kit again; README.txt says more.
pause
goto ended

:packed
echo Unpack the zip first: click it with the right button, choose "Extract All", and start the kit there.
pause

:ended
popd
